/** fal's API is spread over hosts, so another base has their names as folders: `http://127.0.0.1:8080/queue.fal.run/…`. */
export function atBase(address: string, baseUrl: string | undefined): string {
  return baseUrl === undefined ? address : address.replace(/^https:\/\//, `${baseUrl.replace(/\/$/, "")}/`);
}
