import { testFuzz } from "./fuzz-suite";

testFuzz(20_000);
