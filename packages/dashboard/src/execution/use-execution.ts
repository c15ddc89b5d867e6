import { useEffect, useMemo } from "preact/hooks";
import { onNews } from "../live/news.ts";
import { openExecution, type ExecutionState } from "./execution-state.ts";

/** An execution as it stands, for as long as it is shown. */
export function useExecution(id: string): ExecutionState {
  const state = useMemo(() => openExecution(id), [id]);
  useEffect(() => {
    const forget = onNews(state.hear);
    state.look();
    return () => {
      forget();
      state.close();
    };
  }, [state]);
  return state;
}
