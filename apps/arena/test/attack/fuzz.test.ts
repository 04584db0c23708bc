import { testFuzz } from "./fuzz-suite";

testFuzz(600);
