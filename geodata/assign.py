"""Which district a point lies in: exact, fast, one district per point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt


class LabelGrid:
    """A raster of cells over polygons, each cell labelled or marked as boundary."""

    @classmethod
    def from_polygons(
        cls,
        geometries: Sequence[Any],
        labels: Sequence[str],
        *,
        cell_size: tuple[float, float] | None = None,
    ) -> LabelGrid:
        """Build the raster. `cell_size` in the units of the coordinates."""
        raise NotImplementedError

    def assign(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.object_]:
        """Label of each point, None outside; lowest label on shared borders."""
        raise NotImplementedError


def assign_districts(
    lon: npt.ArrayLike, lat: npt.ArrayLike, districts: Any
) -> npt.NDArray[np.object_]:
    """district_id or None for each point (CRS84). `districts`: GeoDataFrame of Districts."""
    raise NotImplementedError
