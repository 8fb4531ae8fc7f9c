/** MapLibre in one lazy chunk of the desk: no base map, no glyphs, no host but our own. */
import { Map as MapLibreMap, Marker, NavigationControl, ScaleControl, type GeoJSONSource } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'

export { MapLibreMap, Marker, NavigationControl, ScaleControl, type GeoJSONSource }
