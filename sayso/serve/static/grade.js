"use strict";
// A grade is weighed when it is asked for, and shown where it was asked.
for (const link of desk.all("[data-grade]")) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") === "true") return;
    const words = link.textContent;
    link.textContent = "weighing …";
    link.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const why = page.querySelector("#why");
      if (!answer.ok || !why) throw new Error("no grade");
      why.removeAttribute("id");
      why.tabIndex = -1;
      link.replaceWith(document.adoptNode(why));
      why.focus();
    } catch {
      link.textContent = words;
      link.removeAttribute("aria-busy");
      location.href = link.href;
    }
  });
}
