/**
 * Of several who want the same done at the same time one does it, and all get what comes of it. Where it fails (its own caller
 * may have given up), each of the others does it for himself.
 */
export function onceAtATime<Value>(): (name: string, work: () => Promise<Value>) => Promise<Value> {
  const underWay = new Map<string, Promise<Value>>();
  return (name, work) => {
    const running = underWay.get(name);
    if (running !== undefined) return running.catch(work);
    const begun = work().finally(() => underWay.delete(name));
    underWay.set(name, begun);
    return begun;
  };
}
