import { createFolderCamera } from '../camera/folder.ts'
import { createRpicam } from '../camera/rpicam.ts'
import type { ApplianceConfig } from '../config.ts'
import type { Clock, FrameSource } from '../lane/ports.ts'
import type { Log } from '../log.ts'

/** The camera a lane's table in site.toml describes. */
export function buildCamera(lane: ApplianceConfig['lanes'][number], clock: Clock, log: Log): FrameSource {
  const camera = lane.camera
  if (camera.driver === 'simulated')
    throw new Error(`lane ${lane.id}: a simulated camera exists only in npm start; name a real driver in site.toml`)
  if (camera.driver === 'folder') return createFolderCamera({ id: lane.id, folder: camera.path, framerate: camera.framerate, clock })
  return createRpicam({
    id: lane.id,
    camera: camera.camera,
    width: camera.width,
    height: camera.height,
    framerate: camera.framerate,
    shutterUs: camera.shutter_us,
    clock,
    onTrouble: (detail) => log('warn', 'camera trouble', { laneId: lane.id, detail }),
  })
}
