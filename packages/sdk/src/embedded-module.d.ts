// What `#embedded` of package.json is, whichever module the conditions there choose.
declare module "#embedded" {
  export const openEmbedded: import("./embedded-door.ts").OpenEmbedded;
}
