import type { Answer, Backend } from "./backend";
import type { DestinationProblem, ForwardForm, SessionKey, SessionView } from "./bindings";
import { ok, refuse } from "./fake-core";
import { FakeLife } from "./fake-life";
import { fakeRange } from "./fake-range";
import { iso } from "./fake-views";

const webSchemes: Record<number, "http" | "https"> = {
  80: "http",
  81: "http",
  443: "https",
  4443: "https",
  5000: "http",
  5001: "https",
  8000: "http",
  8008: "http",
  8080: "http",
  8081: "http",
  8088: "http",
  8443: "https",
  8888: "http",
};

/** Says what is wrong with a destination, by the same rules as the core. */
export function destinationProblem(address: string, port: string): DestinationProblem | null {
  const typed = address.trim();
  if (typed === "") return "empty";
  const parts = typed.split(".");
  const numbers = parts.map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  if (parts.length !== 4 || numbers.some((number) => number > 255)) {
    return /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(typed) ? "ipv6" : "notAnAddress";
  }
  const digits = port.trim();
  if (!/^\d+$/.test(digits) || Number(digits) < 1 || Number(digits) > 65_535) return "port";
  const first = numbers[0] ?? 0;
  return first === 0 || first === 127 || first >= 224 ? "notADevice" : null;
}

/** The part of a core in memory that knows port forwards. */
export class FakeForwards extends FakeLife implements Pick<Backend, "requestForward" | "openForward"> {
  requestForward(form: ForwardForm): Promise<Answer<SessionKey>> {
    this.calls.push(["requestForward", form]);
    const refusal = this.refusal("requestForward");
    if (refusal) return Promise.resolve(refusal);
    const problem = destinationProblem(form.address, form.port);
    if (problem) {
      const field = problem === "port" ? "destinationPort" : "destinationAddress";
      return Promise.resolve(refuse({ code: "invalidField", field, problem: { kind: "destination", problem } }));
    }
    const checked = fakeRange(form.sourceRange);
    if (checked.problem) {
      return Promise.resolve(refuse({ code: "invalidField", field: "sourceRange", problem: { kind: "range", problem: checked.problem } }));
    }
    if (checked.range === "0.0.0.0/0" && !form.openToAllConfirmed) {
      return Promise.resolve(refuse({ code: "invalidField", field: "sourceRange", problem: { kind: "needsConfirmation" } }));
    }
    return Promise.resolve(ok(this.makeForward({ ...form, sourceRange: checked.range ?? "" })));
  }

  openForward(key: SessionKey): Promise<Answer<null>> {
    this.calls.push(["openForward", key]);
    const refusal = this.refusal("openForward");
    if (refusal) return Promise.resolve(refusal);
    const forward = this.get(key);
    if (!forward) return Promise.resolve(refuse({ code: "sessionGone" }));
    if (forward.webAddress === null) return Promise.resolve(refuse({ code: "launchRefused", reason: "forward" }));
    return Promise.resolve(ok(null));
  }

  /** `answers` is called when the port opens. */
  protected makeForward(form: ForwardForm, answers: () => void = () => undefined): SessionKey {
    const started = Date.now();
    const port = Number(form.port.trim());
    const forward = this.session({
      site: form.site,
      protocol: null,
      destination: `${form.address.trim()}:${port}`,
      sourceRange: form.sourceRange,
      address: null,
      userName: null,
      phase: { kind: "requesting", since: iso(started) },
      endsAt: null,
      lengthMinutes: form.minutes,
      launchability: { kind: "notYet" },
    });
    this.push({ sessions: [...this.sessions, forward] });
    const later = (millis: number, change: Partial<SessionView>, then: () => void = () => undefined) =>
      setTimeout(() => {
        if (this.get(forward.key)?.phase.kind === "revoking") return;
        this.change(forward.key, change);
        then();
      }, millis);
    const address = "102.130.113.9:47103";
    const scheme = webSchemes[port];
    const gateway = this.options.gatewayMillis ?? 1000;
    later(gateway / 2, {
      phase: { kind: "waitingForGateway", since: iso(started) },
      endsAt: iso(started + form.minutes * 60_000),
      address,
      webAddress: scheme ? `${scheme}://${address}` : null,
    });
    const launchability: SessionView["launchability"] = scheme ? { kind: "ready" } : { kind: "no", reason: "forward" };
    later(this.options.routerMillis ?? 3000, { phase: { kind: "active" }, launchability, canRenew: true }, answers);
    this.answered();
    return forward.key;
  }
}
