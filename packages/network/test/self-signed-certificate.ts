import { generateKeyPairSync, sign } from "node:crypto";

const ECDSA_WITH_SHA256 = "06082a8648ce3d040302";
const COMMON_NAME = "0603550403";
const SUBJECT_ALTERNATIVE_NAME = "0603551d11";

/** A certificate for these names, its own authority, in the DER of X.509 by hand: Node makes keys but no certificates. */
export function selfSignedCertificate(names: readonly string[]): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(0x30, hex(ECDSA_WITH_SHA256));
  const name = der(0x30, der(0x31, der(0x30, hex(COMMON_NAME), der(0x0c, Buffer.from("proxx test")))));
  const validity = der(0x30, time("20200101000000Z"), time("20991231235959Z"));
  const alternatives = der(0x30, ...names.map((entry) => der(0x82, Buffer.from(entry))));
  const extension = der(0x30, hex(SUBJECT_ALTERNATIVE_NAME), der(0x04, alternatives));
  const body = der(
    0x30,
    der(0xa0, hex("020102")),
    der(0x02, hex("2a")),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(0x30, extension)),
  );
  const signature = der(0x03, hex("00"), sign("sha256", body, privateKey));
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${der(0x30, body, algorithm, signature).toString("base64")}\n-----END CERTIFICATE-----\n`,
    key: String(privateKey.export({ type: "pkcs8", format: "pem" })),
  };
}

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const lengthBytes = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}

function time(text: string): Buffer {
  return der(0x18, Buffer.from(text));
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}
