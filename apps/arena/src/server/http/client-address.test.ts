import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address.mjs";

describe("the address that limits apply to", () => {
  it("is the other end of the connection where no proxy is configured, whatever the client claims", () => {
    expect(clientAddress("203.0.113.9", "198.51.100.1", 0)).toBe("203.0.113.9");
  });

  it("is the entry that the operator's farthest proxy wrote", () => {
    const header = "6.6.6.6, 198.51.100.1, 10.0.0.2";
    expect(clientAddress("10.0.0.1", header, 1)).toBe("10.0.0.2");
    expect(clientAddress("10.0.0.1", header, 2)).toBe("198.51.100.1");
  });

  it("is the farthest entry that was written where a request passed fewer proxies", () => {
    expect(clientAddress("203.0.113.9", undefined, 2)).toBe("203.0.113.9");
    expect(clientAddress("10.0.0.1", "198.51.100.1", 3)).toBe("198.51.100.1");
  });

  it("believes nothing beyond an entry that is no address", () => {
    expect(clientAddress("10.0.0.1", "198.51.100.1, unknown", 2)).toBe("10.0.0.1");
    expect(clientAddress("10.0.0.1", "198.51.100.1, garbage, 10.0.0.2", 3)).toBe("10.0.0.2");
  });

  it("takes the /64 of IPv6 for one client, and the next /64 for another", () => {
    const [first, second] = ["2001:db8:1:2::1", "2001:0db8:0001:0002:ffff:ffff:ffff:ffff"].map((one) => clientAddress(one, undefined, 0));
    expect(first).toBe("2001:db8:1:2::/64");
    expect(second).toBe(first);
    expect(clientAddress("2001:db8:1:3::1", undefined, 0)).not.toBe(first);
  });

  it("is the same for every spelling of an address", () => {
    for (const spelling of ["::ffff:203.0.113.9", "::FFFF:CB00:7109", " 203.0.113.9 ", "203.0.113.9:4711"]) {
      expect(clientAddress("10.0.0.1", spelling, 1), spelling).toBe("203.0.113.9");
    }
    expect(clientAddress("10.0.0.1", "[2001:db8::1]:443", 1)).toBe("2001:db8::/64");
    expect(clientAddress("fe80::1%eth0", undefined, 0)).toBe("fe80::/64");
  });

  it("is one for all where a connection has none", () => {
    expect(clientAddress(undefined, undefined, 0)).toBe("unknown");
    expect(clientAddress(undefined, "203.0.113.9", 1)).toBe("203.0.113.9");
  });
});
