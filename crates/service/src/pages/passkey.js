/* What both pages do with passkeys; each script begins with it. */
const find = (what) => document.querySelector(what);
const reload = () => location.reload();

/* WebAuthn speaks bytes, JSON base64url. */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => list.map((one) => ({ ...one, id: bytes(one.id) }));
const answer = (made, names) => ({
  id: made.id,
  rawId: text(made.rawId),
  type: made.type,
  authenticatorAttachment: made.authenticatorAttachment ?? null,
  extensions: {},
  response: Object.fromEntries(names.filter((name) => made.response[name]).map((name) => [name, text(made.response[name])])),
});
const sign = async ({ publicKey: it }) => {
  const publicKey = { ...it, challenge: bytes(it.challenge), allowCredentials: named(it.allowCredentials) };
  const made = await navigator.credentials.get({ publicKey });
  return answer(made, ["clientDataJSON", "authenticatorData", "signature", "userHandle"]);
};
/* A refusal comes with the service's words, in the language of the page. */
const post = async (path, body) => {
  const headers = { "content-type": "application/json", "accept-language": document.documentElement.lang };
  const request = { method: "POST", headers, body: JSON.stringify(body), redirect: "error" };
  const reply = await fetch(path, request).catch(() => { throw { code: "browser.offline" }; });
  const data = await reply.json().catch(() => ({}));
  if (!reply.ok) throw { code: data.code ?? "internal", text: data.text, status: reply.status };
  return data;
};

const words = find("#words").content;
const refuse = (error) => {
  const own = { NotAllowedError: "browser.canceled", AbortError: "browser.canceled", InvalidStateError: "browser.exists" };
  const code = typeof error.code === "string" ? error.code : own[error.name] ?? "browser.failed";
  const known = words.querySelector(`[data-code="${code}"]`) ?? words.lastChild;
  const note = find("[data-refused]");
  note.querySelector("span span").textContent = error.text ?? known.textContent;
  note.querySelector("small").textContent = code;
  note.hidden = false;
};
/* One press is one attempt, however often it is pressed. */
const busy = async (button, work) => {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  find("[data-refused]").hidden = true;
  try {
    await work();
  } catch (error) {
    refuse(error);
  } finally {
    button.removeAttribute("aria-busy");
  }
};

