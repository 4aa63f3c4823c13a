/** The database of a store's blobs, beside its documents; it goes with them. */
export const blobsNameIn = (store: string): string => `${store}/blobs`;
