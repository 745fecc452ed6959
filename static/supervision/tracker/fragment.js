// A piece of a page, read by the browser's own parser: markup is never built from strings here.

export function fetched(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => resolve(request.status === 200 && request.response ? adopted(request.response) : null);
    request.onerror = () => resolve(null);
    request.send();
  });
}

const adopted = (other) => [...other.body.childNodes].map((node) => document.adoptNode(node));
