// Every screen works without this script; it only saves steps.
'use strict'
const all = (q, f) => document.querySelectorAll(q).forEach(f)
document.addEventListener('keydown', event => {           // "/" goes to the search box, Esc closes an open form
  const active = document.activeElement
  const typing = /INPUT|TEXTAREA|SELECT/.test(active.tagName)
  if (event.key === '/' && !typing) { const box = document.querySelector('#find'); if (box) { event.preventDefault(); box.focus() } }
  if (event.key === 'Escape') { const open = active.closest('details[open]'); if (open) { open.open = false; open.querySelector('summary').focus() } }
})
all('[data-drop]', zone => {                               // a file dropped anywhere is uploaded and looked at; nothing is written by that
  const form = zone.querySelector('form'), box = zone.querySelector('input[type=file]')
  const over = on => event => { event.preventDefault(); zone.classList.toggle('over', on) }
  addEventListener('dragover', over(true)); addEventListener('dragleave', over(false))
  addEventListener('drop', event => {
    event.preventDefault(); zone.classList.remove('over')
    if (event.dataTransfer && event.dataTransfer.files.length) { box.files = event.dataTransfer.files; form.requestSubmit() }
  })
})
all('.pick input', box => box.addEventListener('change', () => {
  box.closest('.pick').querySelector('output').textContent = [...box.files].map(f => f.name).join('、')
}))
all('select[data-go]', box => box.addEventListener('change', () => { if (box.value) box.form.requestSubmit() }))
all('.pane', pane => {                                     // bring what is selected into the middle of the map
  const centre = () => {
    const box = pane.querySelector('.sel'); if (!box) return
    const a = box.getBoundingClientRect(), b = pane.getBoundingClientRect()
    pane.scrollLeft += a.left - b.left - (b.width - a.width) / 2; pane.scrollTop += a.top - b.top - (b.height - a.height) / 2
  }
  centre()
  const button = document.querySelector('[data-fit="' + pane.id + '"]')
  if (button) { button.hidden = false; button.addEventListener('click', () => { button.setAttribute('aria-pressed', pane.classList.toggle('fit')); centre() }) }
})
all('[data-work]', async note => {                         // what takes long is asked after without taking the focus away; without script the page does it itself
  for (let wait = 700; ; wait = Math.min(wait * 1.3, 5000)) {
    await new Promise(done => setTimeout(done, wait))
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null)
    if (!answer) continue
    if (answer.status !== 202) { location.reload(); return }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    for (const part of ['.said', '[data-far]', '[data-seconds]']) {
      const [now, then] = [note.querySelector(part), page.querySelector('#working ' + part)]
      if (now && then && now.textContent !== then.textContent) now.textContent = then.textContent
    }
    const [form, made] = [document.querySelector('form[action="/stop"]'), page.querySelector('form[action="/stop"]')]
    if (form && made) form.elements.work.value = made.elements.work.value
    else if (made) document.querySelector('.row.gap').prepend(made)
    else if (form) form.remove()
  }
})
