import { useSignal } from "@preact/signals";
import mark from "../mark.svg";
import { openSession } from "../live/session.ts";
import { CodeBlock } from "../parts/code-block.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { useAction } from "../parts/use-action.ts";
import { words } from "../words/words.ts";

export function SignIn() {
  const { signIn } = words.value;
  const key = useSignal("");
  const { isBusy, error, perform } = useAction();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void perform(() => openSession(key.value.trim()));
  };
  return (
    <main class="sign-in">
      <form class="card" onSubmit={onSubmit}>
        <img src={mark} alt="" />
        <h1>{signIn.title}</h1>
        <p class="soft">{signIn.hint}</p>
        <label>
          {signIn.label}
          <input
            class="field mono"
            type="password"
            autoComplete="off"
            required
            autoFocus
            value={key.value}
            onInput={({ currentTarget }) => (key.value = currentTarget.value)}
          />
        </label>
        {error.value !== null && <FailureNote error={error.value} />}
        <button type="submit" class="button main-action" disabled={isBusy.value || key.value.trim() === ""}>
          {signIn.action}
        </button>
        <p class="soft small">{signIn.make}</p>
        <CodeBlock title="Terminal" text="proxx keys create studio" />
      </form>
    </main>
  );
}
