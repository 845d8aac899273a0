/**
 * Sets the theme that the reader chose before the first paint: a page that turns dark after it is white dazzles.
 * It stands in the page itself; the Content-Security-Policy names its hash.
 */
export const themeScript =
  "try{var t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}";
