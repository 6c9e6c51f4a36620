// Compiles the examples that stand beside a schema, in a media type or a parameter.
import { isObject } from "../schema/keywords.ts";
import { joinPointer } from "../schema/pointer.ts";
import { objectAt, type Node, type Workshop } from "./follow.ts";
import type { Example } from "./model.ts";

/** `example` first, then the values of `examples`; an externalValue is not fetched. */
export function examplesOf(node: Node, pointer: string, workshop: Workshop): Example[] {
  const single =
    node["example"] === undefined
      ? []
      : [{ name: "example", value: node["example"], pointer: joinPointer(pointer, "example") }];
  const named = isObject(node["examples"]) ? Object.entries(node["examples"]) : [];
  return [
    ...single,
    ...named.flatMap(([name, item]) => {
      const found = objectAt(item, joinPointer(pointer, "examples", name), workshop);
      const value = found?.node["value"];
      return found && value !== undefined
        ? [{ name, value, pointer: joinPointer(found.pointer, "value") }]
        : [];
    }),
  ];
}
