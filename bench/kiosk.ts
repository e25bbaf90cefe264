#!/usr/bin/env node
// What the touchscreen's page weighs, as the box serves it.
import { buildScreens, screenSizes, screensAreStale } from '../scripts/build-screens.ts'
import { figure, printReport } from './report.ts'

if (screensAreStale()) await buildScreens()
const { js, css } = screenSizes()
printReport('The kiosk page', [figure('JavaScript, gzipped', js / 1024, 'KB', { target: 60 }), figure('CSS, gzipped', css / 1024, 'KB')])
