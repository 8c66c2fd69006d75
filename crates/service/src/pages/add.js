/* Adds a passkey of this browser, or a security key. */
const make = async ({ publicKey: it }) => {
  const user = { ...it.user, id: bytes(it.user.id) };
  const excludeCredentials = named(it.excludeCredentials ?? []);
  const publicKey = { ...it, user, challenge: bytes(it.challenge), excludeCredentials };
  const made = await navigator.credentials.create({ publicKey });
  const registered = answer(made, ["clientDataJSON", "attestationObject"]);
  registered.response.transports = made.response.getTransports?.() ?? [];
  return registered;
};

const form = find("form[data-add]");
const { code, name } = form.elements;
if (location.hash.length > 1) {
  code.value = decodeURIComponent(location.hash.slice(1));
  /* The code goes from the address, and so from the history. */
  history.replaceState(null, "", location.pathname + location.search);
}
const button = form.querySelector("button");
button.disabled = !window.PublicKeyCredential;
form.onsubmit = (event) => {
  event.preventDefault();
  busy(button, async () => {
    const sent = { code: code.value };
    const { ceremonyId, options } = await post(form.action, sent);
    const credential = await make(options);
    await post(`${form.action}/${ceremonyId}`, { ...sent, name: name.value, credential });
    find("#panel").replaceChildren(find("#added").content);
  });
};
