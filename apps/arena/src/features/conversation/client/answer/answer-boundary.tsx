"use client";

import { Component, type ReactNode } from "react";

/** Shows a substitute for what cannot be rendered, such as two thousand nested quotations; the rest of the page goes on. */
export class AnswerBoundary extends Component<
  { readonly substitute: ReactNode; readonly children: ReactNode },
  { readonly isBroken: boolean }
> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? this.props.substitute : this.props.children;
  }
}
