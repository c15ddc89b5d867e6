import { useEffect } from "preact/hooks";
import { Icon } from "../../parts/icon.tsx";
import { words } from "../../words/words.ts";
import type { ScriptEdits } from "./script-edits.ts";

/** Takes changes back, and back again; by keys too. */
export function EditButtons({ edits, isChanged }: { edits: ScriptEdits; isChanged: boolean }) {
  const { desk } = words.value;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      const isRedo = key === "y" || (key === "z" && event.shiftKey);
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (isRedo) edits.redo();
      else edits.undo();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [edits]);
  if (!edits.canUndo.value && !edits.canRedo.value) return null;
  return (
    <>
      <button type="button" class="button quiet" disabled={!edits.canUndo.value} onClick={edits.undo}>
        <Icon name="undo" />
        {desk.undo}
      </button>
      <button type="button" class="button quiet" disabled={!edits.canRedo.value} onClick={edits.redo}>
        <Icon name="redo" />
        {desk.redo}
      </button>
      {isChanged && (
        <button type="button" class="button quiet" onClick={edits.discard}>
          {desk.discard}
        </button>
      )}
    </>
  );
}
