// <clinic-article src="..."> and <clinic-testimonials src="..." limit="3"> show a fragment of an export on any page.
// What stands between the tags is shown until the fragment is there, and where it cannot be loaded.
// No inline script or style, no eval, nothing sent anywhere: it works under `script-src 'self'`.
(() => {
  "use strict";

  const ADDRESSES = ["href", "src"];

  class ClinicFragment extends HTMLElement {
    static observedAttributes = ["src", "limit"];

    attributeChangedCallback() {
      if (this.isConnected) this.load();
    }

    connectedCallback() {
      this.load();
    }

    load() {
      const src = this.getAttribute("src");
      if (!src || this.request?.src === src + this.getAttribute("limit")) return;
      this.request?.abort();
      // a document read this way runs nothing, and needs no exception from Trusted Types
      const request = new XMLHttpRequest();
      this.request = request;
      request.src = src + this.getAttribute("limit");
      request.open("GET", src);
      request.responseType = "document";
      request.overrideMimeType("text/html; charset=utf-8");
      request.onload = () => {
        if (this.request !== request) return;
        if (request.status >= 400 || !request.responseXML) return this.fail(request.status);
        this.show(request.responseXML, request.responseURL);
      };
      request.onerror = () => this.fail(0);
      this.setAttribute("aria-busy", "true");
      request.send();
    }

    show(page, base) {
      const fragment = document.createDocumentFragment();
      const limit = Number(this.getAttribute("limit"));
      if (limit > 0) page.querySelectorAll(".clinic-quotes > li, .clinic-entries > li").forEach((item, at) => at >= limit && item.remove());
      page.querySelectorAll("script, style, link, iframe, object, embed").forEach((element) => element.remove());
      page.body.querySelectorAll("*").forEach((element) => {
        for (const { name } of [...element.attributes]) if (name.startsWith("on")) element.removeAttribute(name);
        for (const name of ADDRESSES) {
          const address = element.getAttribute(name);
          if (address === null || address.startsWith("#")) continue;
          const url = URL.canParse(address, base) ? new URL(address, base) : null;
          if (url && /^(https?|mailto|tel|sms|file):$/.test(url.protocol)) element.setAttribute(name, url.href);
          else element.removeAttribute(name);
        }
      });
      fragment.append(...[...page.body.childNodes].map((node) => document.adoptNode(node)));
      this.replaceChildren(fragment);
      this.removeAttribute("aria-busy");
      this.dispatchEvent(new CustomEvent("clinic-load", { bubbles: true }));
    }

    fail(status) {
      this.removeAttribute("aria-busy");
      console.warn(`clinic: ${this.getAttribute("src")} could not be loaded (${status || "no answer"})`);
      this.dispatchEvent(new CustomEvent("clinic-error", { bubbles: true, detail: { status } }));
    }
  }

  for (const name of ["clinic-article", "clinic-testimonials"]) {
    if (!customElements.get(name)) customElements.define(name, class extends ClinicFragment {});
  }
})();
