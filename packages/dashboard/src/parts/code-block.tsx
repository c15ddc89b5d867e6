import { CopyButton } from "./copy-button.tsx";

export function CodeBlock({ text, title }: { text: string; title: string }) {
  return (
    <div class="code">
      <div class="code-head">
        <span>{title}</span>
        <CopyButton text={() => text} isQuiet />
      </div>
      <pre tabIndex={0} role="region" aria-label={title}>
        {text}
      </pre>
    </div>
  );
}
