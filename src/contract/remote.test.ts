// Which hosts a reference may reach: public ones, and the origin that the user named.
import { describe, expect, test } from "vitest";
import { collectBytes, hostRefusal } from "./remote.ts";

const RULES = { allowPrivateHosts: false, trustedOrigin: "http://localhost:8080" };

describe("hostRefusal", () => {
  const cases: [url: string, allowed: boolean][] = [
    ["https://example.com/a.yaml", true],
    ["http://8.8.8.8/", true],
    ["http://[2606:4700::1111]/", true],
    ["http://[::ffff:8.8.8.8]/", true],
    ["http://localhost:8080/a.yaml", true],
    ["http://localhost:8081/a.yaml", false],
    ["http://LOCALHOST/", false],
    ["http://localhost./", false],
    ["http://api.localhost/", false],
    ["http://printer.local/", false],
    ["http://metadata.google.internal/", false],
    ["http://intranet/", false],
    ["http://127.0.0.1/", false],
    ["http://127.1/", false],
    ["http://2130706433/", false],
    ["http://0x7f.0.0.1/", false],
    ["http://0.0.0.0/", false],
    ["http://10.1.2.3/", false],
    ["http://172.31.0.1/", false],
    ["http://192.168.0.1/", false],
    ["http://100.64.0.1/", false],
    ["http://169.254.169.254/latest/meta-data", false],
    ["http://255.255.255.255/", false],
    ["http://[::1]/", false],
    ["http://[::]/", false],
    ["http://[::ffff:127.0.0.1]/", false],
    ["http://[64:ff9b::7f00:1]/", false],
    ["http://[fd00::1]/", false],
    ["http://[fe80::1]/", false],
    ["file:///etc/passwd", false],
    ["ftp://example.com/", false],
    ["data:text/plain,a", false],
  ];
  for (const [url, allowed] of cases) {
    test(`${url} is ${allowed ? "reached" : "refused"}`, () => {
      expect(hostRefusal(new URL(url), RULES) === undefined).toBe(allowed);
    });
  }

  test("private hosts are reached when that is allowed, other schemes never", () => {
    const rules = { allowPrivateHosts: true, trustedOrigin: undefined };
    expect(hostRefusal(new URL("http://10.0.0.1/"), rules)).toBe(undefined);
    expect(hostRefusal(new URL("file:///a"), rules)).toContain("not read");
  });
});

test("collectBytes stops reading at its limit", async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      given += 1;
      yield new Uint8Array(1024);
    }
  }
  await expect(collectBytes(endless(), 10 * 1024)).rejects.toThrow("larger than");
  expect(given).toBe(11);
});
