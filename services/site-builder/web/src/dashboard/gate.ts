import { api, ApiError } from "../shared/api";
import { busy, h } from "../shared/dom";
import { problemNotice } from "../shared/problems";
import mark from "../shared/mark.svg";

type Mode = "sign-up" | "sign-in";

const WORDS = {
  "sign-up": { title: "Make an account", button: "Sign up", other: "Have one already?", turn: "Sign in" },
  "sign-in": { title: "Welcome back", button: "Sign in", other: "New here?", turn: "Make an account" },
} as const;

/** Sign-up and sign-in: one form in two moods. */
export function gate(mode: Mode, entered: () => void, turn: (mode: Mode) => void): HTMLElement {
  const words = WORDS[mode];
  const problems = h("div", {});
  const email = h("input", {
    class: "input", id: "email", name: "email", type: "email", autocomplete: "username", required: true,
    maxlength: 254, "data-test": "email",
  });
  const password = h("input", {
    class: "input", id: "password", name: "password", type: "password", required: true, "data-test": "password",
    autocomplete: mode === "sign-up" ? "new-password" : "current-password",
    minlength: mode === "sign-up" ? 10 : 1, maxlength: 256, "aria-describedby": mode === "sign-up" ? "password-hint" : null,
  });
  const submit = h("button", { class: "button primary", type: "submit", "data-test": mode }, words.button);
  const form = h(
    "form",
    { "data-test": `${mode}-form` },
    h("h2", {}, words.title),
    problems,
    h("div", { class: "field" }, h("label", { for: "email" }, "E-mail"), email),
    h(
      "div",
      { class: "field" },
      h("label", { for: "password" }, "Password"),
      password,
      mode === "sign-up" ? h("span", { class: "hint", id: "password-hint" }, "At least 10 characters.") : null,
    ),
    submit,
    h(
      "p",
      { class: "switch" },
      `${words.other} `,
      h("button", { type: "button", "data-test": "switch-gate", onclick: () => turn(mode === "sign-up" ? "sign-in" : "sign-up") }, words.turn),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(submit, async () => {
      problems.replaceChildren();
      try {
        await (mode === "sign-up" ? api.signUp(email.value, password.value) : api.signIn(email.value, password.value));
        entered();
      } catch (error) {
        problems.replaceChildren(problemNotice(error));
        if (error instanceof ApiError && error.problem.status < 500) email.focus();
      }
    });
  });
  return h(
    "div",
    { class: "gate" },
    h(
      "div",
      { class: "gate-side" },
      h("div", { class: "mark" }, h("img", { src: mark, alt: "", width: 28, height: 28 }), "Plat"),
      h(
        "div",
        {},
        h("h1", {}, "Your site, built by hand."),
        h("p", {}, "Start from a template, drag things where you want them, publish with one click. What you see saved is saved."),
      ),
      h("small", {}, "Published sites stay up even when the workshop is closed."),
    ),
    h("main", { class: "gate-form" }, form),
  );
}
