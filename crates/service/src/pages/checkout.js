/* Waits for the approval and goes back to the shop. Without it the page reloads itself. */
(() => {
  const live = document.querySelector("[data-events]");
  const reload = () => location.reload();
  const say = (when) => {
    for (const text of live.querySelectorAll("[data-when]")) text.hidden = text.dataset.when !== when;
  };
  const finish = (address) => {
    const approved = document.querySelector("#approved").content;
    approved.querySelector("a").href = address;
    document.querySelector("#panel").replaceChildren(approved);
    document.querySelector(".left .back")?.remove();
    setTimeout(() => location.replace(address), 900);
  };
  const source = new EventSource(live.dataset.events);
  source.onopen = () => say("waiting");
  source.onerror = () => {
    say("lost");
    if (source.readyState === EventSource.CLOSED) setTimeout(reload, 10000);
  };
  source.onmessage = (message) => {
    const { state, returnUrl } = JSON.parse(message.data);
    if (state === "open") return;
    source.close();
    /* Only the server's page knows the words for the other ends. */
    if (state === "approved" && /^https?:\/\//i.test(returnUrl ?? "")) finish(returnUrl);
    else reload();
  };
  /* Back from the shop: the page that the browser kept may be long out of date. */
  addEventListener("pageshow", (event) => event.persisted && reload());
})();
