/** Texts of the part of the account page about units and time. */
export const words = {
  title: 'Units and time',
  intro:
    'How values and times are shown to you. Ruuvi’s apps use the same units if they are connected to this service.',
  temperature: 'Temperature',
  temperatures: { C: 'Celsius (°C)', F: 'Fahrenheit (°F)', K: 'Kelvin (K)' },
  humidity: 'Humidity',
  humidities: { 0: 'Relative (%)', 1: 'Absolute (g/m³)', 2: 'Dew point (a temperature)' },
  pressure: 'Air pressure',
  pressures: {
    1: 'Hectopascals (hPa)',
    0: 'Pascals (Pa)',
    2: 'Millimetres of mercury (mmHg)',
    3: 'Inches of mercury (inHg)',
  },
  zone: 'Time zone',
  automatic: 'That of each device',
  save: 'Save units and time zone',
  saved: 'Your units and time zone are saved.',
  wrong: 'Choose one of the units and time zones in the lists.',
}
