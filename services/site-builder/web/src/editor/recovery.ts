// The copy in this browser: written before anything goes out, removed when it is acknowledged.
// One record a document; the newest wins.

const DATABASE = "plat-recovery";
const STORE = "documents";

export interface RecoveryCopy {
  /** `<account>/<site>/<document>`: people share browsers. */
  key: string;
  /** The revision the copy was made on. */
  rev: number;
  text: string;
  changed: number;
}

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction(STORE, mode, { durability: "strict" });
  const request = work(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const recovery = {
  async keep(copy: RecoveryCopy): Promise<void> {
    await run("readwrite", (store) => store.put(copy));
  },
  async find(key: string): Promise<RecoveryCopy | undefined> {
    return run("readonly", (store) => store.get(key) as IDBRequest<RecoveryCopy | undefined>);
  },
  /** Only if nothing newer has been kept since. */
  async acknowledge(key: string, text: string): Promise<void> {
    const copy = await recovery.find(key);
    if (copy?.text === text) await run("readwrite", (store) => store.delete(key));
  },
  async drop(key: string): Promise<void> {
    await run("readwrite", (store) => store.delete(key));
  },
};
