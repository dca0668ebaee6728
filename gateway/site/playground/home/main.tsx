import './home.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startSession } from '../browser.ts';
import { Home } from './home.tsx';

startSession();

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Home development={document.documentElement.hasAttribute('data-development')} />
  </StrictMode>,
);
