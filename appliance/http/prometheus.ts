export interface Metric {
  readonly name: string
  readonly help: string
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[]
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

function sampleLine(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`)
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`
}

/** Gauges in the Prometheus text exposition format 0.0.4. */
export function prometheusText(metrics: readonly Metric[]): string {
  const blocks = metrics
    .filter((metric) => metric.samples.length > 0)
    .map(({ name, help, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      ...samples.map((sample) => sampleLine(name, sample.labels ?? {}, sample.value)),
    ])
  return `${blocks.flat().join('\n')}\n`
}
