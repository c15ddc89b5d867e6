/** Of all packages of Proxx, which are released together; a test holds it against each package.json. */
export const PROXX_VERSION = "0.1.0";
