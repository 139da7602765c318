import type { Answer } from "../../ipc/backend";
import type { Field } from "../../ipc/bindings";
import type { Words } from "../../ipc/errors";
import { SpanDraft, type Span } from "../request/draft.svelte";

export const ADDRESS_ID = "forward-device";
export const PORT_ID = "forward-device-port";

/** A port forward to one device behind a site's router. */
export class ForwardDraft extends SpanDraft {
  address = $state("");
  port = $state("");
  addressRefusal = $state.raw<Words | null>(null);
  portRefusal = $state.raw<Words | null>(null);

  setAddress(text: string): void {
    this.address = text;
    this.addressRefusal = null;
    this.error = null;
  }

  setPort(text: string): void {
    this.port = text;
    this.portRefusal = null;
    this.error = null;
  }

  protected get openToAllWords(): Words {
    return { id: "forward-open-all-text", args: { site: this.app.sites.byId.get(this.site)?.name ?? "" } };
  }

  protected override refusedField(field: Field, words: Words): string | null {
    if (field === "destinationAddress") {
      this.addressRefusal = words;
      return ADDRESS_ID;
    }
    if (field !== "destinationPort") return null;
    this.portRefusal = words;
    return PORT_ID;
  }

  protected async ask(span: Span): Promise<Answer<unknown>> {
    const { site, address, port } = this;
    const answer = await this.app.backend.requestForward({ ...span, site, address, port });
    if (answer.status === "ok") {
      this.app.dialog = null;
      if (this.app.sites.chosenId === site) this.app.place = "site";
    }
    return answer;
  }
}
