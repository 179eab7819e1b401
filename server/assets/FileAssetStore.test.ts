import { FileAssetStore } from "./FileAssetStore.ts";
import { testAssetStore } from "./testing/assetStoreContract.ts";

testAssetStore("FileAssetStore", (folder) => FileAssetStore.open(folder));
