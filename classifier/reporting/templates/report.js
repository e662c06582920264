// Opens the contents where there is room beside the page.
document.getElementById("contents").open = matchMedia("(min-width: 74rem)").matches;

// Sorts and filters the table of errors; without it the table is simply whole.
(() => {
  const table = document.getElementById("error-table");
  if (!table) return;
  const form = document.getElementById("error-filter");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.querySelectorAll("th[data-sort]")];
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const numeric = new Set(["confidence", "distance"]);

  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const sought = wanted.text.trim().toLowerCase();
    const shown = rows.filter((row) => {
      const fits = ["gold", "predicted", "cause"].every((key) => !wanted[key] || row.dataset[key] === wanted[key]);
      row.hidden = !(fits && words.get(row).includes(sought));
      return !row.hidden;
    });
    form.querySelector("output").textContent = `${shown.length} of ${rows.length} shown`;
  };

  const sort = (key, order) => {
    const value = (row) => (numeric.has(key) ? Number(row.dataset[key]) : row.dataset[key]);
    const sign = order === "ascending" ? 1 : -1;
    rows.sort((a, b) => sign * (value(a) > value(b) ? 1 : value(a) < value(b) ? -1 : 0));
    body.append(...rows);
    for (const head of heads) head.setAttribute("aria-sort", head.dataset.sort === key ? order : "none");
    form.elements.sort.value = key;
  };

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      const first = numeric.has(head.dataset.sort) ? "descending" : "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      sort(head.dataset.sort, now === first ? other : first);
    });
  }
  form.elements.sort.addEventListener("change", (event) => {
    sort(event.target.value, numeric.has(event.target.value) ? "descending" : "ascending");
  });
  form.addEventListener("input", filter);
  form.addEventListener("change", filter); // not every way of choosing from a list is an input
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  sort("distance", "descending");
  filter();
})();
