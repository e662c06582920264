
// Filters the passages that divide coders; without it they are simply all there.
(() => {
  const form = document.getElementById("split-filter");
  if (!form) return;
  const cards = [...document.querySelectorAll("#split-cards article")];
  const words = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const sought = wanted.text.trim().toLowerCase();
    let shown = 0;
    for (const card of cards) {
      const labels = card.dataset.labels.split(" ");
      const fits =
        wanted.labels.split(" ").every((label) => !label || labels.includes(label)) &&
        (!wanted.apart || JSON.parse(card.dataset.apart).includes(wanted.apart)) &&
        (!wanted.step || card.dataset.step === wanted.step) &&
        words.get(card).includes(sought);
      card.hidden = !fits;
      shown += fits;
    }
    form.querySelector("output").textContent = `${shown} of ${cards.length} shown`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("change", filter); // not every way of choosing from a list is an input
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
