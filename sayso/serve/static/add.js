"use strict";
// Files by drop or choice; what became of everything given, asked for until all is done.
const list = desk.find("#job-list");
const make = (name, words, css) => Object.assign(document.createElement(name), { textContent: words ?? "", className: css ?? "" });
const WORDS = { waits: "waits", reads: "at work …", done: "done", failed: "failed" };
const STATES = { known: "is there already", removed: "stays out: it was removed on request" };
const claims = (count) => (count === 1 ? "1 claim" : `${count.toLocaleString("en")} claims`);
let shown = "";
const draw = (jobs) => {
  list.replaceChildren(
    ...jobs.map((job) => {
      const box = make("article", "", `job is-${job.state}`);
      const head = make("h3", `${job.what} `);
      head.append(make("span", WORDS[job.state] ?? job.state, "tag"));
      box.append(head);
      if (job.problem) box.append(make("p", job.problem, "wrong"));
      for (const line of job.lines) {
        const row = make("p", "", "job-line");
        const link = line.key ? Object.assign(make("a", line.title), { href: `/article/${line.key}` }) : make("span", line.title);
        row.append(link, ` ${line.problem ?? STATES[line.state] ?? claims(line.claims)}`);
        box.append(row);
        if (line.words.length) {
          const words = make("ul", "", "job-words");
          for (const [who, what] of line.words) {
            const item = make("li");
            item.append(make("b", who), ` ${what}`);
            words.append(item);
          }
          box.append(words);
        }
      }
      if (job.more) box.append(make("p", `and ${job.more} more`, "meta"));
      return box;
    }),
  );
};
let asking = false;
const ask = async () => {
  if (asking) return;
  asking = true;
  try {
    for (;;) {
      const body = await (await fetch("/add/state")).text();
      const jobs = JSON.parse(body);
      if (body !== shown && jobs.length) draw(jobs);
      shown = body;
      if (!jobs.some((job) => job.state === "waits" || job.state === "reads")) break;
      await new Promise((go) => setTimeout(go, 500));
    }
  } finally {
    asking = false;
  }
};
const send = async (files) => {
  for (const file of files) {
    const answer = await fetch("/add/file", {
      method: "POST",
      headers: { "X-Form-Token": list.dataset.token, "X-File-Name": encodeURIComponent(file.name) },
      body: file,
    });
    if (!answer.ok) {
      const told = await answer.json().catch(() => ({ message: "It could not be sent." }));
      list.prepend(make("p", `${file.name}: ${told.message}`, "wrong"));
    }
    ask();
  }
};
desk.find("#files").addEventListener("change", (event) => send([...event.target.files]));
const drop = desk.find(".drop");
for (const name of ["dragover", "dragenter"]) {
  addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
addEventListener("dragleave", (event) => event.relatedTarget === null && drop.classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  send([...event.dataTransfer.files]);
});
ask();
