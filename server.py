"""The web application: wiring only.

`create_app()` reads the settings, makes the services and hangs the blueprints in. Tests hand
their own services over.
"""

from __future__ import annotations

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from geodata.city import read_city
from geodata.offices import read_offices
from geodata.settings import ROOT, Settings, settings_from_environment
from geodata.thanks import read_thanks
from geodata.vocabulary import read_synonyms, read_themes
from routes import (
    api,
    assets,
    data,
    details,
    districts,
    embed,
    feeds,
    finder,
    layers,
    methods,
    needs,
    offline,
    ogc,
    pages,
    planning,
    posters,
    saved,
    sharing,
    system,
    thanks,
)
from routes.assets import init_assets
from routes.context import init_context, pin_snapshots
from routes.headers import init_headers
from routes.metrics import init_metrics
from routes.problems import init_problems
from services.clock import SystemClock
from services.contracts import Services
from services.coverage import SnapshotCoverageService
from services.locate import SnapshotLocateService
from services.search import SnapshotSearchService
from services.snapshots import FileSnapshotService

BLUEPRINTS = (
    assets.blueprint,
    system.blueprint,
    ogc.blueprint,
    api.blueprint,
    layers.blueprint,
    finder.blueprint,
    needs.blueprint,
    feeds.blueprint,
    details.blueprint,
    districts.blueprint,
    posters.blueprint,
    saved.blueprint,
    thanks.blueprint,
    sharing.blueprint,
    embed.blueprint,
    pages.blueprint,
    offline.blueprint,
    planning.blueprint,
    methods.blueprint,
    data.blueprint,
)
MAX_BODY_BYTES = 1_000_000
COMPRESSED = (
    "text/html",
    "text/css",
    "text/csv",
    "text/javascript",
    "text/plain",
    "text/calendar",
    "application/json",
    "application/geo+json",
    "application/problem+json",
    "application/schema+json",
    "application/vnd.oai.openapi+json",
    "application/atom+xml",
    "application/manifest+json",
    "image/svg+xml",
)


def build_services(settings: Settings) -> Services:
    """The real services over the published snapshot.

    Raises
    ------
    ConfigError
        city.toml, offices.toml or thanks.toml cannot be used.
    SnapshotError
        There is no snapshot that can be read.
    """
    city = read_city(settings.city_dir)
    clock = SystemClock(city.timezone)
    snapshots = pin_snapshots(FileSnapshotService(settings))
    themes = {theme.theme_id for theme in read_themes(settings.city_dir)}
    return Services(
        settings=settings,
        city=city,
        clock=clock,
        snapshots=snapshots,
        search=SnapshotSearchService(snapshots, clock, city, read_synonyms(settings.city_dir)),
        locate=SnapshotLocateService(snapshots, city, settings.address_index_dir),
        coverage=SnapshotCoverageService(snapshots, clock, city),
        offices=read_offices(settings.city_dir, themes),
        thanks=read_thanks(settings.city_dir),
    )


def _configure(app: Flask, settings: Settings) -> None:
    hosts = [host.strip() for host in settings.trusted_hosts.split(",") if host.strip()]
    app.config.update(
        TRUSTED_HOSTS=hosts or None,
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        COMPRESS_MIMETYPES=list(COMPRESSED),
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=6,
        COMPRESS_ALGORITHM_STREAMING=["br", "deflate"],
    )


def _believe_proxies(app: Flask, count: int) -> None:
    """Behind nginx the scheme and host of links come from it; the client's address is not used."""
    if count:
        proxied = ProxyFix(app.wsgi_app, x_for=0, x_proto=count, x_host=count, x_prefix=count)
        app.wsgi_app = proxied  # type: ignore[method-assign]


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """The application, ready for a WSGI server.

    Parameters
    ----------
    settings : default: from the environment (or those of `services`).
    services : default: the real ones, made from `settings`.

    Raises
    ------
    ConfigError, SnapshotError
        As `build_services`.
    """
    if services is None:
        services = build_services(settings or settings_from_environment())
    app = Flask(__name__, root_path=str(ROOT))
    _configure(app, services.settings)
    _believe_proxies(app, services.settings.proxy_count)
    init_metrics(app)
    Compress(app)
    init_assets(app)
    init_context(app, services, str(ROOT / "translations"))
    init_headers(app, ROOT, services.settings.city_dir)
    init_problems(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
