"""What is measured on an open page, each as the source of a JavaScript function."""

SCROLL = """() => {
  scrollTo(9999, 0);
  const found = [document.documentElement.scrollWidth - innerWidth, scrollX];
  scrollTo(0, 0);
  return found;
}"""
"""By how much the page is too wide, and how far it can be scrolled sideways."""

OUTSIDE = """() => {
  const scrolls = e => e && (/auto|scroll/.test(getComputedStyle(e).overflowX)
    || scrolls(e.parentElement));
  return [...document.querySelectorAll('main article *')]
    .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => !scrolls(e))
    .map(e => `${e.tagName} ${e.className}: ${e.textContent.slice(0, 60)}`);
}"""
"""What sticks out of the page or is cut off, without a scroll bar of its own to reach it."""

SMALL = """() => [...document.querySelectorAll('article')]
  .flatMap(e => e.matches('article article, [id]')
    ? [...e.querySelectorAll('p[lang], blockquote[lang], h3 [lang], h1 > [lang]')]
    : [...e.querySelectorAll(':scope > p:not([class])')])
  .filter(e => e.getClientRects().length && !e.closest('footer'))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16)
  .map(e => `${getComputedStyle(e).fontSize} ${e.textContent.slice(0, 60)}`)"""
"""Running text below 16 px: of the papers, and of a page that was written by hand."""

UNITS = """() => [...document.querySelectorAll('article article [lang=en], article[id] [lang=en]')]
  .map(e => [e, e.nextElementSibling])
  .filter(pair => pair[1]?.lang === 'zh-Hans')
  .filter(pair => pair.every(e => getComputedStyle(e).display !== 'inline'))
  .filter(pair => pair.every(e => e.getClientRects().length && !e.closest('footer')))
  .map(pair => pair.map(e => {
    const {left, right, top, bottom} = e.getBoundingClientRect();
    return {left, right, top, bottom, text: e.textContent.trim()};
  }))"""
"""The boxes of each unit of a paper: whatever stands in the two languages one after the other."""

CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const remember = make => {
    const known = new Map();
    return key => known.get(key) ?? known.set(key, make(key)).get(key);
  };
  const parse = remember(colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  });
  const over = (top, bottom) =>
    [0, 1, 2].map(i => top[i] * top[3] + bottom[i] * (1 - top[3])).concat(1);
  const behind = remember(e => e
    ? over(parse(getComputedStyle(e).backgroundColor), behind(e.parentElement))
    : [255, 255, 255, 1]);
  const light = colour => {
    const [r, g, b] = colour.map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = e => {
    const pair = [light(over(parse(getComputedStyle(e).color), behind(e))), light(behind(e))];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  };
  const words = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  return [...document.querySelectorAll('main article *')]
    .filter(e => words(e) && e.getClientRects().length)
    .map(e => [Math.round(ratio(e) * 100) / 100, e.textContent.trim().slice(0, 60)])
    .sort((a, b) => a[0] - b[0]).slice(0, 3);
}"""
"""The texts that stand out least from what is behind them; WCAG 2.2, 1.4.3 asks for 4.5."""

HIDDEN = """() => {
  const texts = [...document.querySelectorAll('main article [lang]')]
    .filter(e => !e.closest(
      'details:not([open]) > :not(summary), select, [hidden], .pg-only-read, button'));
  return {
    languages: [...new Set(texts.map(e => e.lang))].sort(),
    found: texts.filter(e => !e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
      .map(e => `${e.lang} ${e.textContent.slice(0, 60)}`),
  };
}"""
"""The languages of a page's texts, and the texts that cannot be seen though no fold holds them.

A button does nothing without a script, and may be absent there.
"""
