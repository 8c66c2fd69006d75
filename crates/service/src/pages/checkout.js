/* Waits for the approval and goes back to the shop; approves with a passkey of this browser. Without it the page
   reloads itself. */
const live = find("[data-events]");
const approved = find("#approved").content;
const say = (when) => {
  for (const part of live.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== when;
};
const finish = (address) => {
  approved.querySelector("a").href = address;
  find("#panel").replaceChildren(approved);
  find(".left .back")?.remove();
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

const start = find("#in-browser");
const { at } = start.dataset;
const over = ["checkout.closed", "checkout.expired", "checkout.canceled", "checkout.already_approved"];
const asked = (work) => work.catch((error) => {
  if (over.includes(error.code)) reload();
  throw error;
});
const show = (html) => {
  const main = find("main");
  /* Our own page's part: the service has escaped what others wrote. */
  main.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  scrollTo(0, 0);
  find("[tabindex='-1']")?.focus({ preventScroll: true });
  for (const button of main.querySelectorAll("[data-back]")) button.onclick = reload;
};
const propose = () => post(`${at}/proposals`, {});
const signIn = async () => {
  const { signInId, options } = await post(`${at}/sign-ins`, {});
  await post(`${at}/sign-ins/${signInId}`, { credential: await sign(options) });
};
const open = async () => {
  const shown = await propose().catch(async (error) => {
    if (error.status !== 401) throw error;
    await signIn();
    return propose();
  });
  show(shown.html);
  const pay = find("#pay");
  pay.onclick = () => busy(pay, () => asked(approve(shown)));
};
const approve = async ({ proposalId, options }) => {
  const second = find("#second");
  if (second && !second.value.trim()) {
    second.focus();
    throw { code: "browser.code_missing" };
  }
  const credential = await sign(options);
  const sent = { proposalId, credential, secondFactor: second?.value ?? null };
  const { outcome, html } = await post(`${at}/approvals`, sent);
  if (outcome === "authorized") reload();
  else show(html);
};
start.hidden = !window.PublicKeyCredential;
start.onclick = () => busy(start, () => asked(open()));
