// Installs the service worker, and says so when the connection goes while a page is open.

async function install() {
  const had = Boolean(navigator.serviceWorker.controller);
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  if (had) return;
  // the first page was loaded before anybody kept it
  const { active } = await navigator.serviceWorker.ready;
  const own = window.location.origin;
  const files = performance
    .getEntriesByType("resource")
    .map((entry) => entry.name)
    .filter((name) => name.startsWith(own));
  active?.postMessage({ page: window.location.href.split("#")[0], files });
}

function watchConnection() {
  const note = document.querySelector("[data-connection-note]");
  if (!note) return;
  const show = () => {
    note.hidden = navigator.onLine;
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
}

watchConnection();
if ("serviceWorker" in navigator && window.isSecureContext) {
  // after everything that helps the reader now
  window.addEventListener("load", () => install().catch(() => {}));
}
