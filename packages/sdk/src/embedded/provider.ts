/** A provider, whose type alone is known outside of this folder: what it is made of is Node's. */
export type { Provider } from "@proxx/runtime";
