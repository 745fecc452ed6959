// Of two whole states the one with the higher version is the newer; they may come in any order.

/** The one to show. After a minute without any, whatever comes is right: the server's clock may have been set back. */
export function newer(shown, come) {
  const isOlder = shown && come.version < shown.version && shown.version - come.version < 60000;
  return isOlder ? shown : come;
}
