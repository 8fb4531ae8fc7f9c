/** Drawing in a lazy chunk of its own, loaded only where a zone is drawn or edited (terra-draw, MIT). */
export {
  TerraDraw,
  TerraDrawModeUndoRedo,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
  TerraDrawSessionUndoRedo,
  TerraDrawUndoRedoKeyboardShortcuts,
} from 'terra-draw'
export { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'
