// The document reads without this script. It adds the search, the filters, and the bodies of scenarios that a large
// document keeps packed. It asks nothing from anywhere: everything is in the file, or beside it.
(function () {
  'use strict';
  var doc = document, root = doc.documentElement;
  root.classList.add('js');
  var $ = function (id) { return doc.getElementById(id); };
  var each = function (list, fn) { Array.prototype.forEach.call(list, fn); };
  var words = JSON.parse($('words').textContent);
  var say = function (key) {
    var args = Array.prototype.slice.call(arguments, 1);
    return words[key].replace(/\{(\d)\}/g, function (_, i) { return args[i]; });
  };
  var counted = function (key, n) {
    var one = n === 1 || (n === 0 && words.zero === 'one');
    return say.apply(null, [key + (one ? '.one' : '.other')].concat(Array.prototype.slice.call(arguments, 1)));
  };

  // unpack gives the JSON of a block of the page, packed or not.
  function unpack(el) {
    if (!el.dataset.z) return Promise.resolve(JSON.parse(el.textContent));
    if (typeof DecompressionStream === 'undefined') return Promise.reject(new Error('old'));
    var raw = atob(el.textContent.trim()), bytes = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Response(stream).text().then(JSON.parse);
  }

  // Bodies of scenarios.
  var packed = $('bodies'), bodies = null, waiting = packed && unpack(packed).then(function (list) { bodies = list; }, function () { bodies = false; });
  function fill(el) {
    if (!el.dataset.b) return;
    if (bodies === null) { waiting.then(function () { fill(el); }); return; }
    if (bodies) { el.insertAdjacentHTML('beforeend', bodies[+el.dataset.b]); reach(el); }
    else { var p = doc.createElement('p'); p.className = 'b'; p.textContent = say('old'); el.appendChild(p); }
    delete el.dataset.b;
  }
  doc.addEventListener('toggle', function (e) { if (e.target.open) { fill(e.target); reach(e.target); } }, true);

  // What scrolls sideways is reached by the keyboard, and only that: a stop at each table would be a long way round.
  function reach(el) {
    each(el.querySelectorAll('.scroll, pre'), function (box) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; else box.removeAttribute('tabindex');
    });
  }
  addEventListener('load', function () { reach(doc); });

  // What is printed is what is shown, open.
  var opened = [];
  addEventListener('beforeprint', function () {
    each(doc.querySelectorAll('details.s:not([open]), details.more:not([open])'), function (el) { fill(el); el.open = true; opened.push(el); });
  });
  addEventListener('afterprint', function () { opened.forEach(function (el) { el.open = false; }); opened = []; });

  // A reference opens what it leads to.
  function reveal() {
    var id = location.hash.slice(1), el = id && $(id);
    if (!el) return;
    if (el.closest('[hidden]')) clear();
    for (var up = el; up; up = up.parentElement) if (up.tagName === 'DETAILS') { fill(up); up.open = true; }
    hold(el);
  }
  addEventListener('hashchange', reveal);

  // A feature away from the window has a guessed height until it is drawn, so what is above el moves while the page
  // goes to it: it is brought back until it has stayed for some frames, or the reader moves the page.
  var held = 0, moved = ['wheel', 'touchstart', 'pointerdown', 'keydown'];
  function release() { held++; moved.forEach(function (e) { removeEventListener(e, release, true); }); }
  function hold(el) {
    release();
    var turn = held, still = 0, left = 120, last = NaN;
    moved.forEach(function (e) { addEventListener(e, release, { capture: true, passive: true }); });
    (function again() {
      if (turn !== held) return;
      el.scrollIntoView();
      var at = el.getBoundingClientRect().top;
      still = at === last ? still + 1 : 0;
      last = at;
      if (still < 5 && left-- > 0) requestAnimationFrame(again); else release();
    })();
  }

  each(doc.querySelectorAll('[data-open]'), function (button) {
    button.addEventListener('click', function () {
      var on = button.dataset.open === '1';
      each(doc.querySelectorAll('details.s:not([hidden])'), function (el) { if (on) fill(el); el.open = on; });
    });
  });
  each(doc.querySelectorAll('[data-print]'), function (b) { b.addEventListener('click', function () { print(); }); });

  // On a narrow screen the contents begin folded.
  var toc = $('contents');
  if (toc && matchMedia('(max-width: 62rem)').matches) toc.open = false;

  // Filters: values of one family are alternatives, families add up.
  var boxes = doc.querySelectorAll('.filters input'), items = [], state = $('state');
  each(boxes.length ? doc.querySelectorAll('[data-t]') : [], function (el) {
    items.push({ el: el, has: new Set(el.dataset.t.split(' ')) });
  });
  function chosen() {
    var by = new Map();
    each(boxes, function (box) {
      if (!box.checked) return;
      if (!by.has(box.name)) by.set(box.name, []);
      by.get(box.name).push(box.value);
    });
    return by;
  }
  function filter() {
    var by = chosen(), shown = 0, counts = {};
    items.forEach(function (item) {
      var missed = [];
      by.forEach(function (values, name) { if (!values.some(function (v) { return item.has.has(v); })) missed.push(name); });
      item.el.hidden = missed.length > 0;
      if (!missed.length) shown++;
      item.has.forEach(function (v) {
        var c = counts[v] || (counts[v] = { all: 0, but: {} });
        if (!missed.length) c.all++;
        else if (missed.length === 1) c.but[missed[0]] = (c.but[missed[0]] || 0) + 1;
      });
    });
    each(boxes, function (box) {
      var c = counts[box.value] || { all: 0, but: {} }, n = c.all + (c.but[box.name] || 0), label = box.closest('label');
      label.querySelector('.c').textContent = n;
      label.classList.toggle('off', n === 0);
    });
    var on = by.size > 0;
    each(doc.querySelectorAll('[data-group]'), function (g) { g.hidden = on && !g.querySelector('[data-t]:not([hidden])'); });
    state.hidden = !on;
    state.querySelector('span').textContent = counted('shown', shown, items.length);
  }
  function clear() { each(boxes, function (box) { box.checked = false; }); filter(); }
  each(boxes, function (box) { box.addEventListener('change', filter); });
  if (state) state.querySelector('button').addEventListener('click', function () { clear(); $('filters').querySelector('summary').focus(); });

  // Search: the index was made with the document; words are compared without accents, from their beginning.
  var input = $('q'), hits = $('hits'), index = null, loading = null;
  function fold(s) {
    return s.toLowerCase().normalize('NFD').replace(/\p{Mn}/gu, '').replace(/œ/g, 'oe').replace(/æ/g, 'ae');
  }
  function decode(raw) {
    var list = [], last = '', ids = raw.p.split(' ');
    if (raw.w) raw.w.split(' ').forEach(function (w) { last = last.slice(0, parseInt(w[0], 36)) + w.slice(1); list.push(last); });
    return { entries: raw.e, words: list, ids: ids };
  }
  function load() {
    if (!loading) {
      var block = $('index');
      loading = (block ? unpack(block) : Promise.resolve(window.recetteIndex)).then(function (raw) { index = decode(raw); }, function () { index = false; });
    }
    return loading;
  }
  function from(word) {
    var lo = 0, hi = index.words.length, found = new Set();
    while (lo < hi) { var mid = (lo + hi) >> 1; if (index.words[mid] < word) lo = mid + 1; else hi = mid; }
    for (; lo < index.words.length && index.words[lo].startsWith(word); lo++) {
      var at = 0;
      index.ids[lo].split(',').forEach(function (d) { at += parseInt(d, 36); found.add(at); });
    }
    return found;
  }
  function search(text) {
    var asked = fold(text).match(/[\p{L}\p{N}]+/gu) || [];
    if (!asked.length) return null;
    var sets = asked.map(from).sort(function (a, b) { return a.size - b.size; }), out = [];
    sets[0].forEach(function (n) {
      if (!sets.every(function (s) { return s.has(n); })) return;
      var title = fold(index.entries[n][1]), rank = 0;
      asked.forEach(function (w) { if (title.indexOf(w) >= 0) rank--; });
      out.push([rank, n]);
    });
    return out.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; }).map(function (x) { return index.entries[x[1]]; });
  }
  function show() {
    var found = index && search(input.value), list = hits.querySelector('ol'), line = hits.querySelector('p');
    list.textContent = '';
    hits.hidden = index !== false && !found;
    if (index === false) { line.textContent = say('old'); return; }
    if (!found) return;
    var most = 40, base = root.dataset.base || '';
    line.textContent = found.length > most ? say('hits.many', most, found.length) : counted('hits', found.length);
    found.slice(0, most).forEach(function (e) {
      var li = doc.createElement('li'), a = doc.createElement('a'), small = doc.createElement('small');
      a.href = e[0][0] === '#' ? e[0] : base + e[0];
      a.textContent = e[1];
      small.textContent = words['entry.' + e[2]] + (e[3] >= 0 ? ' – ' + index.entries[e[3]][1] : '');
      a.appendChild(small);
      a.addEventListener('click', function () { hits.hidden = true; if (a.hash === location.hash) setTimeout(reveal); });
      li.appendChild(a);
      list.appendChild(li);
    });
  }
  if (input) {
    input.addEventListener('focus', load);
    input.addEventListener('input', function () { load().then(show); });
    input.form.addEventListener('submit', function (e) {
      e.preventDefault();
      load().then(function () { show(); var a = hits.querySelector('a'); if (a) a.focus(); });
    });
    var box = input.closest('.find');
    box.addEventListener('keydown', function (e) {
      var links = Array.prototype.slice.call(hits.querySelectorAll('a')), at = links.indexOf(doc.activeElement);
      if (e.key === 'Escape') { hits.hidden = true; input.focus(); }
      if (hits.hidden || !links.length) return;
      if (e.key === 'ArrowDown') { e.preventDefault(); links[Math.min(at + 1, links.length - 1)].focus(); }
      if (e.key === 'ArrowUp') { e.preventDefault(); if (at <= 0) input.focus(); else links[at - 1].focus(); }
    });
    doc.addEventListener('click', function (e) { if (!box.contains(e.target)) hits.hidden = true; });
    // A shortcut of one character can be turned off (WCAG 2.1.4).
    var key = $('key'), store = 'recette-docs-key';
    try { key.checked = localStorage.getItem(store) !== 'off'; } catch (e) { /* a browser may refuse storage to files */ }
    key.addEventListener('change', function () { try { localStorage.setItem(store, key.checked ? 'on' : 'off'); } catch (e) { /* the same */ } });
    doc.addEventListener('keydown', function (e) {
      if (e.key !== '/' || !key.checked || e.ctrlKey || e.metaKey || e.altKey) return;
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.target.isContentEditable) return;
      e.preventDefault();
      input.focus();
    });
  }
  reveal();
})();
