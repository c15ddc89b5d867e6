import { Icon, type IconName } from "../parts/icon.tsx";
import { useAction } from "../parts/use-action.ts";
import { attempt } from "./note.tsx";

interface ActionButtonProps {
  word: string;
  title?: string;
  /** What did not work, in the note. @default `word` */
  deed?: string;
  icon: IconName;
  look: "main-action" | "danger" | "plain";
  does: () => Promise<void>;
}

/** A button for something that the server does, once however often it is pressed. What does not work is said in a note. */
export function ActionButton({ word, deed = word, icon, look, does, title }: ActionButtonProps) {
  const { isBusy, perform } = useAction();
  return (
    <button
      type="button"
      class={`button ${look}`}
      title={title}
      disabled={isBusy.value}
      onClick={() => void perform(() => attempt(deed, does))}
    >
      <Icon name={icon} />
      {word}
    </button>
  );
}
