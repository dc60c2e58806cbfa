// Draws the charts: the shared bundle is loaded when the first one comes into view. Without it the tables say the same.
(function () {
  "use strict";
  var NARROW = 480;
  var PRINTED = { half: 330, panel: 216, full: 690 };
  var bundle = document.currentScript.getAttribute("data-bundle");
  var plots = Array.prototype.slice.call(document.querySelectorAll(".plot"));
  var state = "none";

  function isObject(value) {
    return value !== null && typeof value === "object" && !Array.isArray(value);
  }

  // The narrow form lays its keys over the wide one; lists of traces go by position, other lists are replaced.
  function laidOver(base, over) {
    if (!isObject(base) || !isObject(over)) return over;
    var result = Object.assign({}, base);
    Object.keys(over).forEach(function (key) {
      result[key] = key in base ? laidOver(base[key], over[key]) : over[key];
    });
    return result;
  }

  function figureOf(plot, width) {
    var figure = JSON.parse(document.getElementById(plot.getAttribute("data-figure")).textContent);
    var narrow = width < NARROW ? figure.narrow || {} : {};
    (narrow.data || []).forEach(function (over, position) {
      figure.data[position] = laidOver(figure.data[position], over);
    });
    figure.layout = laidOver(figure.layout, narrow.layout || {});
    figure.layout.width = width;
    figure.layout.template = window.chartTemplate;
    return figure;
  }

  function draw(plot, width) {
    width = width || plot.clientWidth;
    if (!width || plot.getAttribute("data-width") === String(width)) return;
    var figure = figureOf(plot, width);
    plot.setAttribute("data-width", width);
    plot.style.height = figure.layout.height + "px";
    window.Plotly.react(plot, figure.data, figure.layout, { displayModeBar: false, doubleClick: false, showTips: false });
  }

  function drawAll() {
    if (state === "ready") plots.forEach(function (plot) { draw(plot); });
  }

  function load() {
    if (state !== "none") return;
    state = "loading";
    var script = document.createElement("script");
    script.src = bundle;
    script.onload = function () {
      state = "ready";
      var shown = plots.filter(function (plot) {
        var box = plot.getBoundingClientRect();
        return box.bottom > 0 && box.top < window.innerHeight;
      });
      shown.forEach(function (plot) { draw(plot); });
      // The others a little later, so that scrolling and printing find them drawn.
      (window.requestIdleCallback || window.setTimeout)(drawAll);
    };
    document.head.appendChild(script);
  }

  if (plots.length) {
    if ("IntersectionObserver" in window) {
      var watcher = new IntersectionObserver(function (entries) {
        if (entries.some(function (entry) { return entry.isIntersecting; })) {
          watcher.disconnect();
          load();
        }
      }, { rootMargin: "200px" });
      plots.forEach(function (plot) { watcher.observe(plot); });
    } else {
      load();
    }
    var waiting;
    window.addEventListener("resize", function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(drawAll, 150);
    });
  }

  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.filter.call(document.querySelectorAll("details.numbers"), function (d) { return !d.open; });
    opened.forEach(function (details) { details.open = true; });
    if (state !== "ready") return;
    plots.forEach(function (plot) {
      draw(plot, PRINTED[plot.closest(".panel") ? "panel" : plot.closest(".two") ? "half" : "full"]);
    });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
    drawAll();
  });
})();
