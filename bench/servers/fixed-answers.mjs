// The answers of the servers that work no answer out: as long as those of the mocks.

const ITEM = {
  id: "3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6d",
  title: "An example",
  price: 38,
  tags: ["string", "string"],
  maker: { name: "Example", country: "SE", founded: "2024-03-15" },
  available: true,
};

export const CHANGED = Buffer.from(JSON.stringify({ success: true }));
export const LIST = Buffer.from(JSON.stringify([ITEM, ITEM, ITEM, ITEM]));
