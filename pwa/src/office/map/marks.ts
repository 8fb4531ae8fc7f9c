/** Shape and colour of each team: told apart without colour, and never red (Okabe-Ito without vermillion). */
export const TEAM_COLOURS = ['#0072b2', '#e69f00', '#009e73', '#8e6bbf', '#56b4e9', '#7a5c00'] as const
export const SHAPES = ['circle', 'square', 'diamond', 'triangle', 'pentagon', 'hexagon'] as const
export type Shape = (typeof SHAPES)[number]

export function teamColour(team: number | null | undefined): string {
  return TEAM_COLOURS[((team ?? 1) - 1 + TEAM_COLOURS.length) % TEAM_COLOURS.length] as string
}

export function teamShape(team: number | null | undefined): Shape {
  return SHAPES[((team ?? 1) - 1 + SHAPES.length) % SHAPES.length] as Shape
}

/** Corners of a shape in a box of -1…1; a circle is drawn as one. */
export function corners(shape: Shape): [number, number][] {
  if (shape === 'square') return [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]]
  const sides = { circle: 24, diamond: 4, triangle: 3, pentagon: 5, hexagon: 6 }[shape]
  const reach = shape === 'triangle' ? 1.15 : 1
  return Array.from({ length: sides }, (_, index) => {
    const angle = (index / sides) * 2 * Math.PI - Math.PI / 2
    return [Math.cos(angle) * reach, Math.sin(angle) * reach + (shape === 'triangle' ? 0.2 : 0)]
  })
}
