"use strict";
// Filters and sorts the tables of a page. Without this script every row is there, in the order that matters most.
(() => {
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.key ?? cell.textContent.trim();
  };

  const sorter = (table, head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const falls = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", falls ? "descending" : "ascending");
      const isNumber = head.dataset.kind === "number";
      const value = (row) => {
        const text = key(row, column);
        if (!isNumber) return text;
        const number = Number(text);
        // What is no number stands last in either order.
        return text === "" || Number.isNaN(number) ? null : number;
      };
      const rows = [...table.tBodies[0].rows].map((row) => [value(row), row]);
      rows.sort(([a], [b]) => {
        if (a === null || b === null) return (a === null) - (b === null);
        const order = isNumber ? a - b : a.localeCompare(b, "en", { numeric: true });
        return falls ? -order : order;
      });
      table.tBodies[0].append(...rows.map(([, row]) => row));
    });
  };

  const filter = (table, number) => {
    const rows = [...table.tBodies[0].rows];
    if (rows.length < 6) return;
    const place = document.createElement("div");
    place.className = "filters";
    place.setAttribute("role", "search");
    place.setAttribute("aria-label", `Filter: ${table.caption.textContent}`);
    const label = (text, field) => {
      const label = document.createElement("label");
      label.append(text, field);
      place.append(label);
      return field;
    };
    const words = label("Filter", Object.assign(document.createElement("input"), { type: "search", id: `filter-${number}` }));
    const choices = [...table.tHead.rows[0].cells].flatMap((head, column) => {
      if (head.dataset.kind !== "choice") return [];
      const values = [...new Set(rows.map((row) => row.cells[column].textContent.trim()))].sort();
      if (values.length < 2 || values.length > 40) return [];
      const select = label(head.textContent.trim(), document.createElement("select"));
      select.append(new Option("all", ""), ...values.map((value) => new Option(value, value)));
      return [{ column, select }];
    });
    const output = document.createElement("output");
    place.append(output);
    const apply = () => {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        const fits = wanted.every((word) => text.includes(word)) && choices.every(({ column, select }) =>
          select.value === "" || row.cells[column].textContent.trim() === select.value);
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      output.textContent = shown === rows.length ? `${rows.length} rows` : `${shown} of ${rows.length} rows`;
    };
    place.addEventListener("input", apply);
    apply();
    table.closest(".scroll").before(place);
  };

  // What scrolls sideways can be reached by keyboard, and says what it is.
  const reach = () => document.querySelectorAll(".scroll, .canvas").forEach((place) => {
    if (place.scrollWidth <= place.clientWidth) return ["tabindex", "role", "aria-label"].forEach((name) => place.removeAttribute(name));
    place.tabIndex = 0;
    place.setAttribute("role", "region");
    const words = place.querySelector("caption") ?? place.parentElement.querySelector("figcaption");
    place.setAttribute("aria-label", (words?.textContent ?? "Picture").slice(0, 120));
  });

  document.querySelectorAll("table[data-interactive]").forEach((table, number) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => sorter(table, head, column));
    filter(table, number);
  });
  reach();
  addEventListener("resize", reach);
})();
