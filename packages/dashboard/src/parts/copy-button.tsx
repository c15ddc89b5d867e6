import { useSignal } from "@preact/signals";
import { announce } from "../shell/announcer.tsx";
import { words } from "../words/words.ts";
import { Icon } from "./icon.tsx";

interface CopyButtonProps {
  /** What is copied; asked for when it is. */
  text: () => string | Promise<string>;
  label?: string;
  isQuiet?: boolean;
}

export function CopyButton({ text, label, isQuiet = false }: CopyButtonProps) {
  const copied = useSignal(false);
  const { copy } = words.value;
  const onClick = async () => {
    await copyText(await text());
    copied.value = true;
    announce(copy.copied);
    setTimeout(() => (copied.value = false), 2000);
  };
  return (
    <button type="button" class={isQuiet ? "button quiet" : "button"} onClick={() => void onClick()}>
      <Icon name={copied.value ? "tick" : "copy"} />
      {copied.value ? copy.copied : (label ?? copy.copy)}
    </button>
  );
}

/** A page without TLS on another machine has no clipboard, but a selection that can be copied. */
async function copyText(text: string): Promise<void> {
  if ((navigator as { clipboard?: Clipboard }).clipboard !== undefined) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
