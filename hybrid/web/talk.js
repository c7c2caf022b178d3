// The conversation, as text: what a person wrote is never taken for markup.

const host = element.querySelector(".duo-talk");

function render() {
  const messages = props.value ?? [];
  const follows = host.scrollHeight - host.scrollTop - host.clientHeight < 40;
  const shown = messages.map(({ role, content }) => {
    const line = make("div", `message ${role}`);
    line.append(make("span", "who", role === "user" ? "You: " : "tinyduo: "), content);
    return line;
  });
  if (!shown.length) {
    const hint = "Ask for a hint, ask why r3c5 is a 7, or say: no, r3c4 is 8. More: help.";
    shown.push(make("p", "empty", hint));
  }
  host.replaceChildren(...shown);
  if (follows) host.scrollTop = host.scrollHeight;
}

host.setAttribute("role", "log");
host.setAttribute("aria-label", "conversation");
host.tabIndex = 0;
watch("value", render);
render();
