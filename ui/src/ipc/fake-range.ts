import type { RangeFinding, RangeProblem, RangeView } from "./bindings";

function toNumber(address: string): number | null {
  const parts = address.split(".");
  if (parts.length !== 4) return null;
  let number = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    number = number * 256 + Number(part);
  }
  return number;
}

function toText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** Reads a source range by the same rules as the core, for a window without a core. */
export function fakeRange(text: string): RangeView {
  const refuse = (problem: RangeProblem): RangeView => ({ range: null, problem, findings: [], addresses: "0" });
  const typed = text.trim();
  if (typed === "") return refuse({ reason: "empty" });
  const slash = typed.indexOf("/");
  const address = slash < 0 ? typed : typed.slice(0, slash);
  const number = toNumber(address);
  if (number === null) return refuse({ reason: /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(address) ? "ipv6" : "notARange" });
  const digits = slash < 0 ? "32" : typed.slice(slash + 1);
  if (!/^\d{1,2}$/.test(digits) || Number(digits) > 32) return refuse({ reason: "prefixLength" });
  const prefix = Number(digits);
  const size = 2 ** (32 - prefix);
  const network = Math.floor(number / size) * size;
  if (network !== number) {
    return refuse({ reason: "hostBits", network: `${toText(network)}/${prefix}`, single: `${address}/32` });
  }
  const findings: RangeFinding[] = [];
  if (slash < 0) findings.push({ kind: "singleAddress" });
  if (prefix === 0) findings.push({ kind: "openToAll" });
  else if (prefix < 24) findings.push({ kind: "wide" });
  const inside = (start: string, length: number) =>
    prefix >= length && Math.floor(number / 2 ** (32 - length)) === Math.floor((toNumber(start) ?? 0) / 2 ** (32 - length));
  if (inside("10.0.0.0", 8) || inside("172.16.0.0", 12) || inside("192.168.0.0", 16)) {
    findings.push({ kind: "private" });
  }
  return { range: `${address}/${prefix}`, problem: null, findings, addresses: String(size) };
}
