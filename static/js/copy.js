// Copy the code of the embed page.

const button = document.querySelector("[data-copy]");
const source = document.querySelector("[data-copy-source]");

async function copy() {
  try {
    await navigator.clipboard.writeText(source.value);
  } catch {
    source.select();
    return;
  }
  const { copied } = button.dataset;
  button.querySelector("span").textContent = copied;
  document.querySelector("[data-copy-status]").textContent = copied;
}

button?.addEventListener("click", copy);
