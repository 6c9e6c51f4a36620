// Options that several commands have in common.
import type { Option } from "./options.ts";

export const CONTRACT_OPTIONS: readonly Option[] = [
  {
    name: "overlay",
    value: "FILE",
    many: true,
    help: "OpenAPI Overlays to apply to the contract, in this order",
  },
  { name: "allow-private-hosts", help: "let references of a remote contract reach private addresses" },
];

export const HELP: Option = { name: "help", help: "show this page" };
