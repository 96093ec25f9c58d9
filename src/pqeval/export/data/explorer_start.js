// Last, when everything it calls is there.
window.addEventListener("hashchange", () => { read(); draw(); });
for (const name of ["filters", "question", "budgets"]) document.getElementById(name).addEventListener("submit", event => event.preventDefault());
read();
draw();
